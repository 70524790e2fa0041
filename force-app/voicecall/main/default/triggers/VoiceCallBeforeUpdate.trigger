/** Voice Calls keep their end; see BelatedCallState. */
trigger VoiceCallBeforeUpdate on VoiceCall(before update) {
    BelatedCallState.keepTheEnd(Trigger.old, Trigger.new);
}
