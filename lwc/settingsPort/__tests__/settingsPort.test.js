import getSettings from '@salesforce/apex/SoftphoneSettingsController.getSettings';
import { readSettings } from 'c/settingsPort';

describe('c/settingsPort', () => {
    it('reads the settings into an object of its own', async () => {
        const answer = Object.freeze({ callerId: '+15005550000', region: 'US', wrapUpMs: 120_000 });
        getSettings.mockResolvedValue(answer);
        const settings = await readSettings();
        expect(settings).toEqual(answer);
        expect(Object.isFrozen(settings)).toBe(false);
    });

    it('rejects with what Apex said', async () => {
        getSettings.mockRejectedValue({ status: 500, body: { message: 'No.' } });
        await expect(readSettings()).rejects.toEqual({ status: 500, body: { message: 'No.' } });
    });
});
