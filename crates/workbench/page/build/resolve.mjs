/**
 * The rollup plugin that gives every import of the page its module, as the platform would:
 *
 * | specifier            | module                                                        |
 * |----------------------|---------------------------------------------------------------|
 * | `c/x`                | `lwc/x/x.js`                                                  |
 * | `workbench/x`        | `shell/workbench/x/x.js`                                      |
 * | `lightning/x`        | `platform/lightning/x.js`, else the base component            |
 * | `@salesforce/…`      | written by platform-modules.mjs                               |
 * | `lwc`                | the engine, in the vendor bundle                              |
 *
 * What cannot be resolved is collected, with file and tag, so that one build names every mistake.
 * Does not compile anything: the LWC plugin does.
 */
import fs from 'node:fs';
import path from 'node:path';
import {
    BASE_COMPONENTS,
    BuildError,
    NODE_MODULES,
    PAGE_DIR,
    kebab,
    relative,
} from './context.mjs';
import { salesforceModule } from './platform-modules.mjs';

const VIRTUAL = '\0salesforce:';

/** How an importer asked for it: a tag in a template, else an import. */
function request(specifier, importer) {
    const file = importer && !importer.startsWith('\0') ? relative(importer) : 'the page';
    if (importer?.split('?')[0].endsWith('.html')) {
        const [namespace, name] = specifier.split('/');
        return `${file} uses <${namespace}-${kebab(name)}>`;
    }
    return `${file} imports '${specifier}'`;
}

function componentFile(dir, name) {
    if (!/^[a-z]\w*$/.test(name)) return undefined;
    const stem = path.join(dir, name, name);
    // A component may be a template alone; a module may have no template.
    return [`${stem}.js`, `${stem}.html`].find((file) => fs.existsSync(file));
}

/** @returns {boolean} whether `lightning/<name>` is a module of lightning-base-components. */
export function isBaseComponent(name) {
    return componentFile(path.join(BASE_COMPONENTS, 'src/lightning'), name) !== undefined;
}

/**
 * @param {object} options
 * @param {string} options.lwcDir the folder of the components
 * @param {Record<string, string>} [options.virtual] more modules by specifier
 */
export function platformResolver({ lwcDir, virtual = {} }) {
    /** Names of base components in use: the vendor bundle must have them. */
    const baseComponents = new Set();
    /** Static resources in use. */
    const resources = new Set();
    const problems = new Set();

    const fail = (specifier, importer, reason) => {
        problems.add(`${request(specifier, importer)}: ${reason}`);
        return { id: specifier, external: true };
    };
    const component = (namespace, dir, specifier, importer) => {
        const name = specifier.slice(namespace.length + 1);
        const file = componentFile(dir, name);
        if (!file)
            return fail(
                specifier,
                importer,
                `there is no ${path.join(relative(dir), name, `${name}.js`)}`,
            );
        return `${file}?specifier=${namespace}/${name}`;
    };
    const lightning = (specifier, importer) => {
        const name = specifier.slice('lightning/'.length);
        const standIn = path.join(PAGE_DIR, 'platform/lightning', `${name}.js`);
        if (fs.existsSync(standIn)) return standIn;
        if (!isBaseComponent(name)) {
            return fail(
                specifier,
                importer,
                'it is neither a base component (lightning-base-components) nor a stand-in ' +
                    '(crates/workbench/page/platform/lightning)',
            );
        }
        baseComponents.add(name);
        return { id: specifier, external: true };
    };

    return {
        name: 'platform-resolver',
        baseComponents,
        resources,
        /** @throws {BuildError} naming everything that did not resolve */
        assertResolved() {
            if (problems.size) throw new BuildError([...problems].sort().join('\n'));
        },
        resolveId(specifier, importer) {
            if (specifier in virtual) return `\0virtual:${specifier}`;
            if (specifier === 'lwc') return { id: specifier, external: true };
            if (specifier.startsWith('c/')) return component('c', lwcDir, specifier, importer);
            if (specifier.startsWith('workbench/')) {
                return component(
                    'workbench',
                    path.join(PAGE_DIR, 'shell/workbench'),
                    specifier,
                    importer,
                );
            }
            if (specifier.startsWith('lightning/')) return lightning(specifier, importer);
            if (specifier.startsWith('@salesforce/')) {
                try {
                    salesforceModule(specifier, resources);
                } catch (reason) {
                    return fail(specifier, importer, reason.message);
                }
                return VIRTUAL + specifier;
            }
            if (/^[./]/.test(specifier)) {
                const base = importer ? path.dirname(importer.split('?')[0]) : '';
                const file = path.resolve(base, specifier.split('?')[0]);
                // Templates and stylesheets are implicit: the LWC plugin knows when they may be missing.
                const found = ['', '.js', '.html', '.css', '.ts'].some((ext) =>
                    fs.existsSync(file + ext),
                );
                if (!found && /\.(html|css)$/.test(file)) return null;
                if (!found && importer && !importer.startsWith('\0')) {
                    return fail(
                        specifier,
                        importer,
                        'there is no such file; if it is generated, run `npm run build`',
                    );
                }
                return null;
            }
            // The page's own scripts may use npm packages; components cannot.
            const free =
                !importer ||
                [NODE_MODULES, path.join(PAGE_DIR, 'platform')].some((dir) =>
                    importer.startsWith(dir),
                );
            return free ? null : fail(specifier, importer, 'the platform has no such module');
        },
        load(id) {
            if (id.startsWith(VIRTUAL))
                return salesforceModule(id.slice(VIRTUAL.length), resources);
            if (id.startsWith('\0virtual:')) return virtual[id.slice('\0virtual:'.length)];
            return null;
        },
        moduleParsed(info) {
            // The platform refuses dynamic imports in components (LWC1503); the compiler alone does not.
            if (info.id.startsWith(lwcDir) && info.dynamicallyImportedIds.length) {
                problems.add(
                    `${relative(info.id)} uses import(): the platform does not allow dynamic imports`,
                );
            }
        },
    };
}
