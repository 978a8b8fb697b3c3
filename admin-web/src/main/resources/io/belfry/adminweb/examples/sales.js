// Opens the order at the agent who answers, but only for calls of the queue Sales.
event.up = function (data) {
  if (data.queue !== 'Sales') {
    return;
  }
  const order = encodeURIComponent(data.ordernumber || '');
  wakeup('https://crm.example.com/orders?number=' + order, data.peer, 'new_tab');
};
