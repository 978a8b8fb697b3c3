// A service in the handler style of the original: what happens when an agent's phone rings, when he
// answers, when the call ends. Change the handlers, leave the rest.
//
//   node service.js [--url http://127.0.0.1:9888] [--token TOKEN]
'use strict';

const io = require('socket.io-client');

const appname = 'Example service';
const crm = 'https://crm.example';
const event = {};

event.ringing = function (data) {
    notification(data.peer, 'info', 'Call for ' + data.queue, data.callername + ' ' + data.callernum);
};

event.up = function (data) {
    if (data.queue) {
        wakeup(crm + '/contacts?phone=' + encodeURIComponent(data.callernum), data.peer, 'new_tab');
    }
};

event.hangup = function (data) {
    const reference = 'C-' + data.uniqueid;
    pushevent(appname, data, reference, crm + '/calls/' + encodeURIComponent(data.uniqueid));
};

event.abandon = function (data) {
    pushevent(appname, data, '', crm + '/call-back?phone=' + encodeURIComponent(data.callernum));
};

event.outbound = function (data) {
    console.log(data.agentname + ' calls ' + data.extension);
};

// ---------------------------------------------------------------------------------------------

const options = arguments_({ url: 'http://127.0.0.1:9888', token: '' });
const login = options.token ? { token: options.token } : {};
// auth is read by 3.x and 4.x, query by 1.x and 2.x
const socket = io(options.url, { auth: login, query: login });

function wakeup(url, peer, mode) {
    send('AgentCTI', { url: url, peer: peer, mode: mode });
}

function notification(peer, type, title, body) {
    send('AgentCTINotification', { peer: peer, type: type, title: title, body: body });
}

function pushevent(type, data, reference, url) {
    data.time = new Date();
    send('RealtimeCTI', { type: type, channel: data, reference: reference, url: url });
}

function send(name, data) {
    socket.emit(name, data, function (answer) {
        console.log('  ' + name + ': ' + (answer.ok ? answer.outcome : 'refused, ' + answer.error));
    });
}

Object.keys(event).forEach(function (name) {
    socket.on(name, function (data) {
        console.log(name + ' ' + data.uniqueid + ' ' + (data.agentname || '') + ' ' + data.queue);
        try {
            event[name](data);
        } catch (e) {
            // one call that goes wrong must not end the service
            console.error(name + ' ' + data.uniqueid + ': ' + (e.stack || e));
        }
    });
});

socket.on('connect', function () {
    console.log('connected to ' + options.url);
});
socket.on('connect_error', failed);
socket.on('error', failed);
socket.on('disconnect', function (reason) {
    console.log('disconnected: ' + reason);
});
socket.on('lost', function (data) {
    console.error('events were lost: ' + data.count);
});

function failed(e) {
    console.error('not connected: ' + (e && e.message || e));
}

function arguments_(usual) {
    process.argv.slice(2).forEach(function (word, i, all) {
        if (word.indexOf('--') === 0) {
            usual[word.slice(2)] = all[i + 1];
        }
    });
    return usual;
}
