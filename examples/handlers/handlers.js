// The handlers of a contact centre in the original's style. The same file runs in two places:
//
//   hosted    paste it into an integration, Settings → Integrations → Script
//   outside   npm install socket.io-client, then: node handlers.js http://localhost:9888 TOKEN
//
// It works with socket.io-client 2 and 4. `event`, `wakeup`, `notification` and `pushevent` are defined here as in the original's
// template; a hosted script may leave them out, because they are there already.

var io = require('socket.io-client');

var outside = typeof process !== 'undefined';
var address = outside ? process.argv[2] || 'http://localhost:9888' : 'hosted';
var token = outside ? process.argv[3] || '' : '';
var socket = io.connect(address, { auth: { token: token }, query: { token: token } });

// change these three: name of the integration, queue whose agents get the page, address of your application
var appname = typeof integration === 'undefined' ? 'Orders' : integration.appname;
var queue = 'sales';
var crm = 'http://crm.example';

var event = {};

function wakeup(url, peer, mode) {
    socket.emit('AgentCTI', { url: url, peer: peer, mode: mode });
}

function notification(peer, type, title, body) {
    socket.emit('AgentCTINotification', { peer: peer, type: type, title: title, body: body });
}

function pushevent(appname, data, reference, url) {
    data.time = new Date();
    socket.emit('RealtimeCTI', { type: appname, channel: data, reference: reference, url: url });
}

function order(data) {
    return crm + '/orders?number=' + encodeURIComponent(data.ordernumber || '') + '&phone=' + encodeURIComponent(data.callernum);
}

// remembers between the events of a call who was called first
var rang = {};

event.ringing = function (data) {
    rang[data.uniqueid] = (rang[data.uniqueid] || 0) + 1;
    notification(data.peer, 'info', 'Call in ' + data.queue, data.callernum + ' ' + data.callername);
};

event.up = function (data) {
    if (data.queue === queue) {
        wakeup(order(data), data.peer, 'new_tab');
    }
    pushevent(appname, data, data.ordernumber || '', order(data));
};

event.hangup = function (data) {
    // the same reference: the row of the answer is brought up to date
    pushevent(appname, data, data.ordernumber || '', order(data));
    delete rang[data.uniqueid];
};

event.abandon = function (data) {
    console.log('abandoned after ' + data.holdtime + ' s, phones that rang: ' + (rang[data.uniqueid] || 0));
    pushevent(appname, data, data.ordernumber || '', '');
    delete rang[data.uniqueid];
};

event.outbound = function (data) {
    wakeup(crm + '/dial?number=' + encodeURIComponent(data.callednum), data.peer, 'new_window');
    socket.emit('AgentCTINotification', { peer: data.peer, type: 'success', title: 'Dialling', body: data.callednum });
};

socket.on('event', function (data) {
    if (event[data.event]) {
        event[data.event](data);
    }
});

socket.on('connect', function () {
    console.log('connected to ' + address);
});
