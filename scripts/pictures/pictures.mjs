// Takes the documents' pictures from a running ./scripts/dev.sh --devhost: npm install, then node pictures.mjs (API, DASHBOARD, CHROMIUM).
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const api = process.env.API ?? 'http://localhost:8080';
const dashboard = process.env.DASHBOARD ?? 'http://localhost:18888';
const image = (name) => fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

// The reference page after it has sent a request.
const reference = await browser.newPage({ viewport: { width: 1400, height: 900 } });
await reference.goto(`${api}/docs/#tag/oauth/GET/.well-known/jwks.json`);
await reference.getByText('Test Request(get /.well-known/jwks.json)').first().dispatchEvent('click');
await reference.locator('button:has-text("Send get request")').first().click();
await reference.getByText('200 OK').first().waitFor();
await reference.screenshot({ path: image('reference') });

// A registration as one trace, from the request over the outbox to broker and message.
const trace = randomBytes(16).toString('hex');
const answer = await fetch(`${api}/v1/auth/register`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', traceparent: `00-${trace}-00f067aa0ba902b7-01` },
  body: JSON.stringify({
    email: `ada-${trace.slice(0, 8)}@example.com`, password: 'plum-Anchor-73-violet', firstName: 'Ada', lastName: 'Obi', country: 'NG', acceptedTermsVersion: '2026-01',
  }),
});
if (answer.status !== 202) throw new Error(`The registration was answered with ${answer.status}.`);
const traces = await browser.newPage({ viewport: { width: 1500, height: 470 } });
for (let attempt = 0; attempt < 20; attempt++) {
  await traces.goto(`${dashboard}/traces/detail/${trace}`);
  if (await traces.getByText('notification deliver').first().waitFor({ timeout: 3000 }).then(() => true, () => false)) break;
}
await traces.screenshot({ path: image('trace') });
await browser.close();
