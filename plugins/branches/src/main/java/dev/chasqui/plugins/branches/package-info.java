/**
 * A library of plug-ins that call the rest of a chain several times at the same time. The jar of
 * each such plug-in contains a copy of it.
 *
 * <pre>
 * request -> BranchPlan: a BranchTarget for each branch
 *         -> Fork: a Branch for each target, with its own thread and deadline
 *         -> BranchOutcome of each: a BranchAnswer, or the reason why there is none
 *         -> JoinedEvents: the events of one reply
 * </pre>
 *
 * <p>All branches belong to one scope, a branch of the client's exchange. Closing the reply cancels
 * the scope, and with it everything that a branch holds; nothing else is needed to end the threads.
 * Only the thread that pulls the reply joins answers. A branch hands its outcome over when it ends,
 * and shares nothing else with that thread.
 */
@NullMarked
package dev.chasqui.plugins.branches;

import org.jspecify.annotations.NullMarked;
