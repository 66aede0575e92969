// A mutual TLS server as Node.js has it out of the box: clients without a good certificate are turned away in the handshake.
import { readFileSync } from 'node:fs';
import https from 'node:https';

const options = {
  cert: readFileSync(process.env.MutualTls__Certificate),
  key: readFileSync(process.env.MutualTls__Key),
  ca: readFileSync(process.env.MutualTls__TrustAnchors),
  requestCert: true,
  rejectUnauthorized: true,
};

https.createServer(options, (request, response) => {
  const { subject } = request.socket.getPeerCertificate();
  console.log(`${request.method} ${request.url} of ${subject.CN}`);
  response.setHeader('Content-Type', 'text/plain; charset=utf-8').end(`Hello, ${subject.CN}! Client verified ✅`);
})
  .on('tlsClientError', error => console.log(`refused: ${error.message}`))
  .listen(process.env.PORT, 'localhost', () => console.log(`listening on port ${process.env.PORT}`));

process.on('SIGTERM', () => process.exit(0));
