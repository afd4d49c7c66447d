/**
 * The log: it writes the records of {@link java.lang.System.Logger} for people or for programs.
 *
 * <p>{@link dev.chasqui.adapters.logs.Logs} sets up {@code java.util.logging}, which {@code
 * System.Logger} uses. A record with a {@link dev.chasqui.domain.json.Json.Obj} among its
 * parameters carries fields. They become members of the JSON object, and {@code name=value} behind
 * the message for people. {@link dev.chasqui.adapters.logs.ExchangeLog} logs exchanges in this way.
 *
 * <p>A thread that logs formats the record and puts the line into a bounded queue; it never waits.
 * One thread of its own, which no code interrupts, writes the lines, so that neither a slow disk
 * nor a stalled reader of standard output can hold up an exchange. Lines that find the queue full
 * are dropped and counted, and the count is logged.
 */
@NullMarked
package dev.chasqui.adapters.logs;

import org.jspecify.annotations.NullMarked;
