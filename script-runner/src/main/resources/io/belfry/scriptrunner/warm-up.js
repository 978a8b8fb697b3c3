// What customers' scripts are made of. Four requests a round, the fourth is the fetch.
var io = require('socket.io-client');
var connection = io.connect('http://localhost:9888');
class Order { #number; constructor(number) { this.#number = number; } get number() { return this.#number; } }
const seen = new Map();
const names = new Set(['Sales', 'Support']);
function* count() { yield 1; yield 2; }
// the tables of languages and countries are read at their first use
(1234.5).toLocaleString() + new Date().toLocaleString();
connection.on('hangup', data => data);
event.up = async function (data) {
    const order = new Order(data.ordernumber);
    seen.set(data.uniqueid, { ...data, at: new Date().toISOString(), day: new Date().getDay(), text: String(new Date()) });
    if (names.has(data.queue) && /^sip\/([a-z.]+)$/i.test(data.peer) && !data.queue.startsWith('x')) {
        wakeup(`http://crm.example/?order=${encodeURIComponent(order.number)}&n=${data.callernum.replace(/\D/g, '')}`, data.peer, 'new_tab');
        notification(data.peer, 'info', 'Call', [...count()].map(n => n * 1.5).filter(n => n > 1).join(', ').toUpperCase().trim());
        pushevent(integration.appname, data, 'R-' + Math.floor(10 * Math.random()), 'http://crm.example/');
    }
    for (const [key, value] of Object.entries(data)) { if (typeof value === 'number') { console.log(key); } }
    const { queue = 'none', ...rest } = data;
    const sorted = Object.keys(rest).sort((a, b) => a.localeCompare(b)).reduce((all, key) => all + key.length, 0);
    console.log('up', [1, 2], { sorted }, parseInt('12', 10), (1.5).toFixed(2), data?.nothing ?? 'nothing');
    try { null.x; } catch (e) { console.warn(e); console.error(e.stack, e.message, e instanceof TypeError); }
    const [response] = await Promise.all([fetch('http://crm.example/', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(data) })]);
    const answer = await response.json();
    console.log(response.ok, response.headers.get('content-type'), answer.id);
    throw new Error('as a handler may');
};
