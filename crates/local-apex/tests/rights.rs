//! What programs learn of the rights of a user who has few.

mod support;

use local_apex::run;
use support::TestOrg;

/// What a program prints that a standard user runs, with these permission sets.
fn printed(sets: &[&str], source: &str) -> Vec<String> {
    let outcome = TestOrg::new().apart_with(sets, |org| run::anonymous("rights", source, org));
    let outcome = outcome.expect("it is known");
    let mut printed = outcome.printed;
    printed.extend(outcome.uncaught);
    printed
}

#[test]
fn descriptions_tell_what_a_user_may_not_do() {
    let source = "
        Schema.DescribeSObjectResult claim = Call_Claim__c.SObjectType.getDescribe();
        System.debug(claim.isAccessible() || claim.isQueryable() || claim.isCreateable());
        System.debug(claim.isUpdateable() || claim.isDeletable());
        System.debug(Account.SObjectType.getDescribe().isCreateable());
        Schema.DescribeFieldResult key = VoiceCall.Call_Key__c.getDescribe();
        System.debug(key.isAccessible() || key.isCreateable() || key.isUpdateable());
        System.debug(VoiceCall.Name.getDescribe().isAccessible());";
    assert_eq!(printed(&[], source), ["false", "false", "true", "false", "true"]);
}

#[test]
fn what_a_user_may_not_read_is_stripped() {
    let source = "
        VoiceCall call = new VoiceCall(Call_Key__c = 'k', QueueName = 'Support');
        List<VoiceCall> calls = new List<VoiceCall>{ new VoiceCall(QueueName = 'Sales'), call };
        SObjectAccessDecision decision = Security.stripInaccessible(AccessType.READABLE, calls);
        System.debug(((VoiceCall) decision.getRecords()[1]).QueueName);
        System.debug(decision.getRecords()[1].isSet('Call_Key__c'));
        System.debug(call.Call_Key__c);
        System.debug(decision.getRemovedFields());
        System.debug(decision.getModifiedIndexes());";
    let expected = ["Support", "false", "k", "{VoiceCall={Call_Key__c}}", "{1}"];
    assert_eq!(printed(&[], source), expected);
}

#[test]
fn records_of_an_object_that_a_user_has_no_access_to_are_refused() {
    let source = "
        List<SObject> claims = new List<SObject>{ new Call_Claim__c(Call_Key__c = 'k') };
        Security.stripInaccessible(AccessType.CREATABLE, claims);";
    let refused = "System.NoAccessException: No access to entity: Call_Claim__c";
    assert_eq!(printed(&[], source), [refused]);
}

#[test]
fn a_query_in_user_mode_gives_nothing_of_an_object_that_a_user_has_no_access_to() {
    let refused = "System.QueryException: No such column 'Id' on entity 'Call_Claim__c'.";
    for source in [
        "System.debug([SELECT COUNT() FROM Call_Claim__c WITH USER_MODE]);",
        "System.debug([SELECT Id FROM Call_Claim__c WITH USER_MODE]);",
        "Database.countQuery('SELECT COUNT() FROM Call_Claim__c', AccessLevel.USER_MODE);",
    ] {
        let printed = printed(&[], source);
        assert!(printed.len() == 1 && printed[0].starts_with(refused), "{source}: {printed:?}");
    }
    assert_eq!(printed(&[], "System.debug([SELECT COUNT() FROM Call_Claim__c]);"), ["0"]);
}
