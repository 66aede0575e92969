// The same service on Node.js: node server.mjs CERTS PORT
import fs from 'node:fs';
import https from 'node:https';

const [certs, port] = process.argv.slice(2);
const read = name => fs.readFileSync(`${certs}/${name}`);
https.createServer(
  {
    cert: read('server.crt'),
    key: read('server.key'),
    ca: read('ca.crt'),
    crl: [read('ca.crl'), read('issuing-ca.crl')],
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    keepAliveTimeout: 3_600_000,
  },
  (_, response) => response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': 16 }).end('Hello, client1!\n'),
).listen(Number(port), '127.0.0.1');
