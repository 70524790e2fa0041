/**
 * Start of the membrane page: as main.js, but the components come out of the sandbox.
 */
import { start } from './start.js';

start(async () => {
    const [{ evaluateScript, exportsOf, openSandbox }, { default: outside }] = await Promise.all([
        import('../platform/membrane/sandbox.js'),
        import('virtual:outside'),
    ]);
    openSandbox(outside);
    await evaluateScript('/app/components.amd.js');
    return exportsOf('c/softphone').default;
});
