/**
 * Sources of the `@salesforce/*` modules, which on the platform exist only as specifiers: each is
 * written from its name and from the metadata it names.
 *
 * The behaviour behind them (HTTP, caches) is in `platform/`; here are only the few lines that bind a
 * name to it.
 */
import fs from 'node:fs';
import path from 'node:path';
import { BASE_COMPONENTS, PAGE_DIR } from './context.mjs';
import { customLabels, messageChannels, staticResources } from './metadata.mjs';

const support = (name) => JSON.stringify(path.join(PAGE_DIR, 'platform/support', name));
const constant = (value) => `export default ${JSON.stringify(value)};`;

/** @returns {string | undefined} the value base components themselves use for this specifier. */
function fromBaseComponents(specifier) {
    const file = path.join(BASE_COMPONENTS, 'scopedImports', `${specifier.replace(/\//g, '-')}.js`);
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

function apex(name) {
    if (name === undefined)
        return `export { refreshApex, getSObjectValue } from ${support('apex.js')};`;
    const parts = name.split('.');
    if (parts.length !== 2 || !parts.every((part) => /^[A-Za-z]\w*$/.test(part))) {
        throw new Error(
            `an Apex import names a class and a method, as in @salesforce/apex/Class.method`,
        );
    }
    const [className, method] = parts.map((part) => JSON.stringify(part));
    return `import { apexMethod } from ${support('apex.js')};\nexport default apexMethod(${className}, ${method});`;
}

function label(name) {
    if (!name.startsWith('c.')) {
        const source = fromBaseComponents(`@salesforce/label/${name}`);
        if (source) return source;
        throw new Error(
            `only labels of namespace c and those of the base components are known here`,
        );
    }
    const value = customLabels().get(name.slice(2));
    if (value === undefined)
        throw new Error(`no force-app/*/main/default/labels/*.labels-meta.xml has it`);
    return constant(value);
}

function messageChannel(name) {
    if (!messageChannels().has(name)) {
        const file = `${name.replace(/__c$/, '')}.messageChannel-meta.xml`;
        throw new Error(`there is no force-app/*/main/default/messageChannels/${file}`);
    }
    return `import { createMessageChannel } from ${support('messageChannels.js')};
export default createMessageChannel(${JSON.stringify(name)});`;
}

function resourceUrl(name, used) {
    const resource = staticResources().get(name);
    if (!resource) {
        throw new Error(
            `there is no force-app/*/main/default/staticresources/${name}.resource-meta.xml`,
        );
    }
    if (!resource.content) {
        throw new Error(
            `the content of static resource ${name} is not built yet: run \`npm run build\``,
        );
    }
    used.add(name);
    // The org answers with the stored content type; a file server knows it by the extension, which a folder has not.
    const extension = fs.statSync(resource.content).isFile() ? path.extname(resource.content) : '';
    return constant(`/resource/${name}${extension}`);
}

function schema(name) {
    const [objectApiName, ...fields] = name.split('.');
    return constant(
        fields.length ? { fieldApiName: fields.join('.'), objectApiName } : { objectApiName },
    );
}

function user(name) {
    if (name === 'Id')
        return `import { user } from ${support('session.js')};\nexport default user().id;`;
    if (name === 'isGuest') return constant(false);
    throw new Error(`of @salesforce/user only Id and isGuest exist`);
}

function i18n(name) {
    if (name === 'timeZone') {
        // The signed-in user's zone is the browser's, so that times read as the clock on the wall.
        return 'export default Intl.DateTimeFormat().resolvedOptions().timeZone;';
    }
    const source = fromBaseComponents(`@salesforce/i18n/${name}`);
    if (!source) throw new Error(`no such internationalisation property is known here`);
    return source;
}

/**
 * @param {string} specifier for example `@salesforce/apex/Class.method`
 * @param {Set<string>} usedResources collects the static resources that are imported
 * @returns {string} the module's source
 * @throws {Error} a sentence saying why there is no such module
 */
export function salesforceModule(specifier, usedResources) {
    const [, kind, ...rest] = specifier.split('/');
    const name = rest.length ? rest.join('/') : undefined;
    switch (name === undefined && kind !== 'apex' ? undefined : kind) {
        case 'apex':
            return apex(name);
        case 'label':
            return label(name);
        case 'messageChannel':
            return messageChannel(name);
        case 'resourceUrl':
            return resourceUrl(name, usedResources);
        case 'schema':
            return schema(name);
        case 'user':
            return user(name);
        case 'i18n':
            return i18n(name);
        case 'client':
            if (name === 'formFactor') return constant('Large');
        // falls through
        default:
            throw new Error(
                `the workbench has no stand-in for it (crates/workbench/page/build/platform-modules.mjs)`,
            );
    }
}
