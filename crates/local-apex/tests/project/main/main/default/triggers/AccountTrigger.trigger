trigger AccountTrigger on Account (before insert, before update, after insert) {
    if (Trigger.isBefore) {
        AccountGuard.guard(Trigger.new, Trigger.oldMap);
    } else if (Trigger.isInsert) {
        List<Contact> contacts = new List<Contact>();
        for (Account own : Trigger.new) {
            contacts.add(new Contact(LastName = own.Name + '\'s switchboard', AccountId = own.Id));
        }
        insert contacts;
    }
}
