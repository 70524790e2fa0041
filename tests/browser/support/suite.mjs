// One workbench and one browser per test file; a fresh page per test.

import { after, afterEach, before } from 'node:test';
import { launchBrowser } from './browser.mjs';
import { openSoftphone } from './softphone.mjs';
import { startWorkbench } from './workbench.mjs';

/**
 * @param {{ env?: Record<string, string>, direct?: boolean }} [options]
 * @returns an object whose `workbench` and `browser` are there when a test runs
 */
export function suite({ env, direct } = {}) {
    const world = { phones: [] };
    before(async () => {
        world.workbench = await startWorkbench(env);
        world.browser = await launchBrowser(world.workbench, { direct });
    });
    afterEach(async () => {
        await world.workbench.clearFaults();
        for (const phone of world.phones.splice(0)) await phone.close();
    });
    after(async () => {
        await world.browser?.close();
        await world.workbench?.stop();
    });
    /** A signed-in agent with the phone open. */
    world.agent = async (options) => {
        const phone = await openSoftphone(world.browser, world.workbench, options);
        world.phones.push(phone);
        return phone;
    };
    /** Another tab of that agent's browser. */
    world.tab = async (agent, options) => agent.anotherTab(world.workbench, options);
    return world;
}

/** The far ends of the local carrier. */
export const NUMBERS = {
    echo: '+15005550100',
    tone: '+15005550101',
    busy: '+15005550102',
    noAnswer: '+15005550103',
    declines: '+15005550104',
    hangsUp: '+15005550105',
    keypad: '+15005550106',
    earlyMedia: '+15005550107',
    outOfService: '+15005550108',
};

/** The company's own number. */
export const COMPANY = '+15005550000';
