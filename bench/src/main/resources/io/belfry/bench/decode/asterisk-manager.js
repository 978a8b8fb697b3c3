// The reader "asterisk-manager": the same few lines on standard input and output as the Java readers.
'use strict';
const readline = require('readline');
const [folder, port, expected] = process.argv.slice(2);
const manager = require(require.resolve('asterisk-manager', { paths: [folder] }));

readline.createInterface({ input: process.stdin }).on('line', () => {
    const connection = manager(Number(port), '127.0.0.1', 'bench', 'bench', true);
    let events = 0;
    let cpu;
    let began;
    connection.on('managerevent', () => events++);
    connection.once('response', () => {
        cpu = process.cpuUsage();
        began = process.hrtime.bigint();
        console.log('ready');
    });
    // our side must close as well: it does not by itself
    connection.once('end', () => connection.disconnect());
    connection.once('close', () => {
        const wall = process.hrtime.bigint() - began;
        const used = process.cpuUsage(cpu);
        const nanos = (used.user + used.system) * 1000;
        const problem = events === Number(expected) ? '' : `saw ${events} of ${expected} events`;
        console.log(`round events=${events} dropped=0 cpu=${nanos} wall=${wall} problem=${problem}`);
    });
}).on('close', () => process.exit(0));
