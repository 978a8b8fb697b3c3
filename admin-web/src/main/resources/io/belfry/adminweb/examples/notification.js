// Tells the agent whose phone rings who calls, before the answer.
event.ringing = function (data) {
  const caller = data.callername || data.callernum || 'unknown caller';
  notification(data.peer, 'info', 'Call for ' + data.queue, caller);
};
