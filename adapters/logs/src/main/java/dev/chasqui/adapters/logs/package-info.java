/**
 * The log: what {@link java.lang.System.Logger} takes, written for people or for programs.
 *
 * <p>{@link dev.chasqui.adapters.logs.Logs} sets up {@code java.util.logging}, to which {@code
 * System.Logger} leads. A record that has a {@link dev.chasqui.domain.json.Json.Obj} among its
 * parameters carries fields: they become members of their own in JSON and {@code name=value} behind
 * the message for people. {@link dev.chasqui.adapters.logs.ExchangeLog} makes use of that.
 *
 * <p>Whoever logs only puts a record into a bounded queue. One thread, which nobody interrupts,
 * formats and writes, so that neither a slow disk nor a reader of standard output that stopped can
 * hold up an exchange; lines that find the queue full are counted, and the count is logged.
 */
@NullMarked
package dev.chasqui.adapters.logs;

import org.jspecify.annotations.NullMarked;
