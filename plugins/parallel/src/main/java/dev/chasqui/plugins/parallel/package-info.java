/**
 * {@code /parallel}: sends a request to several models, or several times to one, and makes one
 * reply from their answers.
 *
 * <pre>
 * request -> ParallelPlan: a BranchTarget for each branch
 *         -> Fork: a Branch for each target, with its own thread and deadline
 *         -> BranchOutcome of each: a BranchAnswer, or the reason why there is none
 *         -> Join: first, all, vote or synthesize
 * </pre>
 *
 * <p>All branches belong to one scope, a branch of the client's exchange. Closing the reply cancels
 * the scope, and with it everything that a branch holds; nothing else is needed to end the threads.
 * Only the thread that pulls the reply joins answers. A branch hands its outcome over when it ends,
 * and shares nothing else with that thread.
 */
@NullMarked
package dev.chasqui.plugins.parallel;

import org.jspecify.annotations.NullMarked;
