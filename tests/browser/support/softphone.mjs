// The softphone as an agent uses it: by accessible names only.

import { strict as assert } from 'node:assert';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { noteRemoteTracks } from './browser.mjs';

const SCREENSHOTS = resolve(
    import.meta.dirname,
    '../../..',
    process.env.OFFHOOK_SCREENSHOTS ?? 'target/screenshots',
);

/**
 * Opens the page and the phone in it.
 * @param {import('playwright-core').Browser} browser
 * @param {{ url: string }} workbench
 * @param {{ microphone?: boolean, path?: string, prepare?: (page: any) => Promise<void>,
 *     ready?: boolean }} [options]
 */
export async function openSoftphone(browser, workbench, options = {}) {
    const { microphone = true, path = '/?carrier=direct', prepare, ready = true } = options;
    const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        ignoreHTTPSErrors: true,
    });
    if (microphone) await context.grantPermissions(['microphone'], { origin: workbench.url });
    return openTab(context, workbench, { path, prepare, ready });
}

/**
 * Opens the page and the phone in a tab of a browser that may have others.
 * @param {import('playwright-core').BrowserContext} context
 * @param {{ url: string }} workbench
 * @param {{ path?: string, prepare?: (page: any) => Promise<void>, ready?: boolean }} [options]
 */
export async function openTab(context, workbench, options = {}) {
    const { path = '/?carrier=direct', prepare, ready = true } = options;
    const page = await context.newPage();
    const problems = [];
    const phone = new Softphone(page, problems);
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
    await page.addInitScript(noteRemoteTracks);
    await prepare?.(page);
    await page.goto(workbench.url + path);
    await phone.open();
    if (ready) await phone.status('Ready');
    return phone;
}

export class Softphone {
    constructor(page, problems) {
        this.page = page;
        this.problems = problems;
        this.lines = new Set();
        page.on('websocket', (socket) => {
            if (!socket.url().endsWith('/signal')) return;
            this.lines.add(socket);
            socket.on('close', () => this.lines.delete(socket));
        });
        // Sockets end with their page, without a word.
        page.on('framenavigated', (frame) => frame === page.mainFrame() && this.lines.clear());
        this.region = page.getByRole('region', { name: 'Softphone' });
    }

    /** Whether this tab has a line to the carrier: a `Device`. */
    get hasDevice() {
        return this.lines.size > 0;
    }

    /** Takes the component out of the page, as Lightning does where another app is opened. */
    async takeOut() {
        await this.region.evaluate((region) => {
            const { host } = region.getRootNode();
            globalThis.takenOut = { host, parent: host.parentNode };
            host.remove();
        });
    }

    /** Puts it back. */
    async putBack() {
        await this.page.evaluate(() => {
            const { host, parent } = globalThis.takenOut;
            parent.append(host);
        });
    }

    /** Opens the phone in another tab of the same browser. */
    async anotherTab(workbench, options) {
        return openTab(this.page.context(), workbench, options);
    }

    async open() {
        const item = this.page.getByRole('button', { name: 'Phone', exact: true });
        await item.waitFor();
        if (!(await this.region.isVisible())) await item.click();
        await this.region.waitFor();
    }

    button(name) {
        return this.region.getByRole('button', { name, exact: true });
    }

    /** Waits until the status is exactly this word. */
    async status(word, ms = 15_000) {
        const status = this.region.getByRole('status').filter({ hasText: word });
        try {
            await status.first().waitFor({ timeout: ms });
        } catch {
            throw new Error(`waited for status "${word}"; the panel says: ${await this.text()}`);
        }
        const words = (await status.first().textContent()).trim();
        assert.equal(words, word);
    }

    /** Presses a button, wherever it stands. */
    async press(name) {
        await this.button(name).click();
    }

    async dial(number) {
        await this.region.getByRole('textbox', { name: 'Phone number' }).fill(number);
        await this.press('Call');
    }

    async wrapUp({ disposition, notes } = {}) {
        await this.status('Wrap-up');
        if (disposition) await this.choose(disposition);
        if (notes) await this.region.getByRole('textbox', { name: 'Notes' }).fill(notes);
        await this.press('Save and finish');
        await this.status('Ready');
    }

    async choose(disposition) {
        const box = this.region.getByRole('combobox', { name: 'Disposition' });
        if ((await box.evaluate((element) => element.tagName)) === 'SELECT') {
            await box.selectOption({ label: disposition });
        } else {
            await box.click();
            await this.page.getByRole('option', { name: disposition }).click();
        }
    }

    async text() {
        return (await this.region.innerText()).replaceAll(/\s*\n\s*/g, ' | ');
    }

    /** Waits until the panel says something. */
    async says(text, ms = 15_000) {
        try {
            await this.region.getByText(text).first().waitFor({ timeout: ms });
        } catch {
            throw new Error(`waited for ${text}; the panel says: ${await this.text()}`);
        }
    }

    /** The pitch of what the page hears, in hertz; 0 for silence. */
    heardHertz() {
        return this.page.evaluate(() => globalThis.heardHertz());
    }

    async screenshot(name) {
        mkdirSync(SCREENSHOTS, { recursive: true });
        await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    }

    async close() {
        await this.page.context().close();
        assert.deepEqual(this.problems, []);
    }
}
