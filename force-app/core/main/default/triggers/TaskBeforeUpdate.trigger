/** Tasks that are calls keep their end; see BelatedCallState. */
trigger TaskBeforeUpdate on Task(before update) {
    BelatedCallState.keepTheEnd(Trigger.old, Trigger.new);
}
