package dev.chasqui.application.port.callers;

import java.time.Instant;

/**
 * The record of one change of users, keys, limits, config or plug-ins. It never holds a secret.
 *
 * @param at the time of the change
 * @param who the name of the caller who made it, or the address of one without a key
 * @param action a short name of the change, such as {@code key.rotate}
 * @param subject the name of what was changed, such as {@code ana/laptop}
 * @param before the state before it as JSON; empty if there was none
 * @param after the state after it as JSON; empty if there is none
 */
public record AuditEntry(
        Instant at, String who, String action, String subject, String before, String after) {}
