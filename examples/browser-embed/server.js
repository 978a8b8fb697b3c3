// A customer's application whose pages get calls by themselves: no pop-ups, no second window.
//
//   node server.js TOKEN [--belfry http://127.0.0.1:8080] [--agent john.doe] [--port 9080]
//
// Belfry must list this page's origin: agent.origins. The demo does.
'use strict';

const fs = require('fs');
const http = require('http');
const path = require('path');

const token = process.argv[2];
const options = { belfry: 'http://127.0.0.1:8080', agent: 'john.doe', port: '9080' };
process.argv.slice(3).forEach((word, i, all) => {
    if (word.startsWith('--')) {
        options[word.slice(2)] = all[i + 1];
    }
});

const page = fs.readFileSync(path.join(__dirname, 'index.html'), 'utf8').replaceAll('BELFRY', options.belfry);

// An application of yours asks here for the agent who is logged in at it. The token stays on this side; the page gets a ticket
// that opens one socket of this one agent within a minute.
async function ticket() {
    const answer = await fetch(`${options.belfry}/api/v1/agents/${encodeURIComponent(options.agent)}/ticket`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(10000)
    });
    if (!answer.ok) {
        throw new Error(`Belfry answered ${answer.status}: ${await answer.text()}`);
    }
    return answer.text();
}

const server = http.createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/ticket') {
        ticket().then(
            body => response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(body),
            e => {
                console.error(e.message);
                response.writeHead(502).end();
            });
    } else if (request.url === '/') {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    } else {
        response.writeHead(404).end();
    }
});

server.listen(Number(options.port), '127.0.0.1', () => console.log(`open http://127.0.0.1:${server.address().port}/`));
