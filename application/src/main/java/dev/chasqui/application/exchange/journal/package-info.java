/**
 * The notes on an exchange: those for the log and the metrics, the trace in the reply, and the
 * usage that is read from a relayed answer.
 */
@NullMarked
package dev.chasqui.application.exchange.journal;

import org.jspecify.annotations.NullMarked;
