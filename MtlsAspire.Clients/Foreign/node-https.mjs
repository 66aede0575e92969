// Node.js https as a client of the box: with its certificate it is greeted, without one it is told why not.
// The last line of each round begins with STATE; the AppHost shows it as the resource's state.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { setTimeout } from 'node:timers/promises';

const url = process.env.services__storage__https__0;
const ca = readFileSync(process.env.MutualTls__TrustAnchors);
const identity = () => ({ cert: readFileSync(process.env.MutualTls__Certificate), key: readFileSync(process.env.MutualTls__Key) });

const get = (path, options) => new Promise((resolve, reject) => {
  https.get(new URL(path, url), { ca, agent: false, timeout: 10000, ...options }, response => {
    let body = '';
    response.setEncoding('utf8').on('data', data => body += data).on('end', () => resolve({ status: response.statusCode, body }));
  }).on('timeout', function () { this.destroy(new Error('no answer in time')); }).on('error', reject);
});

for (;;) {
  try {
    const [accepted, refused] = [await get('/', identity()), await get('/whoami', {})];
    console.log('with a certificate:', accepted.body);
    console.log('without one:', refused.status, refused.body);
    const isExpected = accepted.body.startsWith('Hello, ') && JSON.parse(refused.body).reason === 'certificate_missing';
    console.log('STATE', isExpected ? 'Accepted and refused as expected' : `NOT as expected: ${accepted.status} and ${refused.status}`);
  } catch (error) {
    console.log('STATE NOT as expected:', error.message);
  }
  await setTimeout(10000);
}
