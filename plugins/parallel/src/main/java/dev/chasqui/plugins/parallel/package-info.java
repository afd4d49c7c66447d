/**
 * {@code /parallel}: sends a request to several models, or several times to one, and makes one
 * reply of their answers.
 *
 * <pre>
 * request -> Plan: which model on which place
 *         -> Fork: a Branch for each place, on a thread of its own, with a deadline of its own
 *         -> Outcome of each: an Answer, or why there is none
 *         -> Join: first, all, vote or synthesize
 * </pre>
 *
 * <p>All branches belong to one scope, a branch of the client's exchange. Closing the reply cancels
 * the scope, and with it whatever a branch holds; nothing else is needed to end its threads. The
 * thread that pulls the reply is the only one that joins: branches hand over what they have when
 * they end, and touch nothing else.
 */
@NullMarked
package dev.chasqui.plugins.parallel;

import org.jspecify.annotations.NullMarked;
