// A program on one generation of socket.io's client: does what it is told line by line on standard
// input, and writes what it sees as lines of JSON.
'use strict';

const [library, url, transport, token] = process.argv.slice(2);
const io = require(library);
const modern = library === 'client-3' || library === 'client-4';
const say = line => process.stdout.write(JSON.stringify(line) + '\n');

let last = '';

function query() {
    const said = { token };
    if (last) {
        said.lastEventId = last;
    }
    return said;
}

const options = { reconnectionDelay: 100, reconnectionDelayMax: 200, forceNew: true };
if (transport !== 'default') {
    options.transports = [transport];
}
if (library === 'client-4') {
    options.auth = { token };
} else if (library === 'client-3') {
    options.auth = told => told(query());
} else {
    options.query = query();
}

const socket = io(url, options);

for (const name of ['ringing', 'up', 'hangup', 'abandon', 'outbound', 'queued', 'event', 'lost']) {
    socket.on(name, (data, id) => {
        if (typeof id === 'string') {
            last = id;
            if (!modern) {
                socket.io.opts.query = query();
            }
        }
        say({ name, data });
    });
}
socket.on('connect', () => say({ connected: true, recovered: socket.recovered === true }));
socket.on('connect_error', e => say({ refused: String(e && e.message || e) }));
socket.on('error', e => say({ refused: String(e && e.message || e) }));
socket.on('disconnect', reason => say({ disconnected: reason }));

require('readline').createInterface({ input: process.stdin }).on('line', line => {
    const told = JSON.parse(line);
    if (told.emit) {
        socket.emit(told.emit, told.data, answer => say({ answer }));
    } else if (told.cut) {
        // as if the network broke: the library comes back by itself
        socket.io.engine.close();
    } else if (told.transport) {
        say({ transport: socket.io.engine.transport.name });
    } else {
        process.exit(0);
    }
});
process.stdin.on('end', () => process.exit(0));
