import { getObjectInfo, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { EnclosingUtilityId, updateUtility } from 'lightning/platformUtilityBarApi';
import getSettings from '@salesforce/apex/SoftphoneSettingsController.getSettings';
import Softphone from 'c/softphone';
import { engine } from 'c/callEngine';
import { alerts, button, find, mount, settled } from 'test/page';
import { viewOf, viewWith, callOf } from 'test/views';

const SETTINGS = { callerId: '+15005550000', region: 'US', wrapUpMs: 120_000 };
const INFO = {
    apiName: 'VoiceCall',
    label: 'Voice Call',
    createable: false,
    updateable: true,
    defaultRecordTypeId: '012000000000000AAA',
    fields: {
        Call_State__c: {
            apiName: 'Call_State__c',
            createable: true,
            updateable: true,
            label: 'State',
        },
    },
};
const status = (element) => find(element, '[role="status"]').textContent;
const orgInputs = () => engine.inputs.filter(({ from }) => from === 'org');
const isVoiceCall = ({ objectApiName }) => objectApiName === 'VoiceCall';

async function mounted() {
    const element = mount(Softphone);
    await settled();
    return element;
}

describe('c-softphone, when it starts', () => {
    beforeEach(() => getSettings.mockReset().mockResolvedValue(SETTINGS));

    it('shows Offline until the engine says more, then what the engine says', async () => {
        const element = mount(Softphone);
        await Promise.resolve();
        expect(status(element)).toBe('Offline');
        await settled();
        engine.show(viewOf());
        await settled();
        expect(status(element)).toBe('Ready');
    });

    it("hands the org's settings and its five ports to the engine", async () => {
        const element = await mounted();
        expect(engine.started.settings).toEqual(SETTINGS);
        expect(Object.keys(engine.started.ports).sort()).toEqual([
            'directory',
            'lease',
            'record',
            'screen',
            'token',
        ]);
        expect(engine.started.component).toBeDefined();
        expect(element).toBeDefined();
    });

    it('says what was refused in the tab that has the phone', async () => {
        const element = await mounted();
        engine.started.onRefusal('leaderLost', { type: 'sendDigits' });
        await settled();
        expect(alerts(element)).toEqual([expect.stringMatching(/tab with the phone was lost/)]);
    });

    it('has the phone here that another browser has', async () => {
        const element = await mounted();
        engine.show(viewOf({ status: 'offline', tab: 'elsewhere' }));
        await settled();
        button(element, 'Use it here').click();
        expect(engine.inputs).toContainEqual({ from: 'tab', type: 'takeOver' });
    });

    it.each([
        ['wasmRefused', /does not allow WebAssembly/, false],
        ['coreMissing', /static resource offhook_core/, true],
        ['sdkMissing', /static resource twilio_voice/, true],
        ['unsupportedBrowser', /this browser cannot make calls/, false],
    ])('says by name that it cannot start: %s', async (code, sentence, retry) => {
        engine.failure = Object.assign(new Error(code), { code });
        const element = await mounted();
        expect(alerts(element)).toEqual([expect.stringMatching(sentence)]);
        expect(button(element, 'Try again') !== undefined).toBe(retry);
    });

    it('starts at another try', async () => {
        engine.failure = Object.assign(new Error(), { code: 'coreMissing' });
        const element = await mounted();
        engine.failure = undefined;
        button(element, 'Try again').click();
        await settled();
        expect(engine.started).toBeDefined();
        expect(alerts(element)).toEqual([]);
    });

    it('says that the settings could not be read, and tries again by itself', async () => {
        jest.useFakeTimers();
        getSettings.mockRejectedValueOnce({
            status: 500,
            body: { message: 'Disconnected or Canceled' },
        });
        const element = await mounted();
        expect(alerts(element)).toEqual([
            expect.stringMatching(/settings could not be read: Salesforce does not answer/),
        ]);
        jest.advanceTimersByTime(2000);
        await settled();
        expect(engine.started.settings).toEqual(SETTINGS);
        expect(alerts(element)).toEqual([]);
    });

    it('tells the engine what Voice Call allows, reduced to what it needs', async () => {
        await mounted();
        getObjectInfo.emit(INFO, isVoiceCall);
        await settled();
        const fields = { Call_State__c: { createable: true, updateable: true } };
        expect(orgInputs()).toEqual([
            {
                from: 'org',
                type: 'objectInfo',
                info: { apiName: 'VoiceCall', createable: false, updateable: true, fields },
            },
        ]);
    });

    it('keeps what it learns about the org until the engine is there', async () => {
        let answer;
        getSettings.mockReturnValue(new Promise((resolve) => (answer = resolve)));
        await mounted();
        getObjectInfo.emit(INFO, isVoiceCall);
        await settled();
        answer(SETTINGS);
        await settled();
        expect(orgInputs()).toHaveLength(1);
    });

    it('tells the engine that the org has no Voice Call', async () => {
        await mounted();
        getObjectInfo.error([{ errorCode: 'NOT_FOUND', message: 'Not found' }], 404, 'Not Found');
        await settled();
        expect(orgInputs()).toContainEqual({
            from: 'org',
            type: 'objectMissing',
            object: 'VoiceCall',
        });
    });

    it('asks again where the org did not say what it has', async () => {
        jest.useFakeTimers();
        await mounted();
        getObjectInfo.error({ message: 'Disconnected or Canceled' }, 500, 'Server Error');
        await settled();
        expect(orgInputs()).toEqual([]);
        expect(getObjectInfo.getLastConfig()).toEqual({ objectApiName: 'Task' });
        jest.advanceTimersByTime(2000);
        await settled();
        expect(getObjectInfo.getLastConfig()).toEqual({ objectApiName: undefined });
        jest.advanceTimersByTime(1);
        await settled();
        expect(getObjectInfo.getLastConfig()).toEqual({ objectApiName: 'Task' });
    });

    it("offers the dispositions of the record's own object", async () => {
        const element = await mounted();
        getObjectInfo.emit(INFO, isVoiceCall);
        await settled();
        expect(getPicklistValues.getLastConfig()).toEqual({
            recordTypeId: '012000000000000AAA',
            fieldApiName: 'VoiceCall.Disposition__c',
        });
        getPicklistValues.emit({
            values: [{ value: 'Resolved', label: 'Solved', attributes: null }],
        });
        engine.show(viewWith(callOf('wrapUp')));
        await settled();
        expect([...find(element, 'select').options].map(({ label }) => label)).toEqual([
            '--None--',
            'Solved',
        ]);
    });

    it('says that the dispositions could not be read, and asks again when told to', async () => {
        jest.useFakeTimers();
        const element = await mounted();
        getObjectInfo.emit(INFO, isVoiceCall);
        engine.show(viewWith(callOf('wrapUp')));
        await settled();
        getPicklistValues.error({ message: 'Disconnected or Canceled' }, 500, 'Server Error');
        await settled();
        expect(alerts(element)).toEqual([expect.stringMatching(/dispositions could not be read/)]);
        button(element, 'Try again').click();
        await settled();
        jest.advanceTimersByTime(1);
        await settled();
        expect(getPicklistValues.getLastConfig().recordTypeId).toBe('012000000000000AAA');
        expect(alerts(element)).toEqual([]);
    });

    it('has the utility bar follow the status', async () => {
        await mounted();
        EnclosingUtilityId.emit('utility-1');
        engine.show(viewOf({ status: 'incomingCall' }));
        await settled();
        expect(updateUtility).toHaveBeenLastCalledWith(
            'utility-1',
            expect.objectContaining({ icon: 'incoming_call' }),
        );
    });

    it('leaves the engine to the document when it goes', async () => {
        const element = await mounted();
        element.remove();
        expect(engine.detached).toBe(true);
    });

    it('lets go of an engine that is ready only when the component is gone', async () => {
        const element = mount(Softphone);
        element.remove();
        await settled();
        expect(engine.started).toBeUndefined();
        const late = mount(Softphone);
        await Promise.resolve();
        await Promise.resolve();
        expect(engine.started).toBeDefined();
        late.remove();
        await settled();
        expect(engine.detached).toBe(true);
    });

    it('starts nothing any more once it is gone', async () => {
        jest.useFakeTimers();
        getSettings.mockRejectedValueOnce({ status: 500, body: { message: 'boom' } });
        const element = await mounted();
        element.remove();
        jest.advanceTimersByTime(60_000);
        await settled();
        expect(getSettings).toHaveBeenCalledTimes(1);
    });

    it('is accessible, also when it could not start', async () => {
        engine.failure = Object.assign(new Error(), { code: 'wasmRefused' });
        await expect(await mounted()).toBeAccessible();
    });
});
