/**
 * Stored conversations: their keys, turns and summaries, and the JSON form in which messages are
 * stored. No storage and no rules of retention live here; those are behind the port {@code
 * SessionStore}.
 *
 * <pre>
 * session (owner, name)
 *   |-- head: system text, times, number of turns, size, summary
 *   +-- turn 1, turn 2, …: messages asked, messages answered, model, usage, whole or cut
 * </pre>
 */
@NullMarked
package dev.chasqui.domain.session;

import org.jspecify.annotations.NullMarked;
