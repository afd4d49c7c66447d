package dev.chasqui.plugins.branches;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A branch: one of several calls of the inner chain that run at the same time.
 *
 * <p>Its outcome is the first of four events: its answer, a failure, its deadline or its
 * cancellation. A future decides which; then the branch's exchange is cancelled, which closes
 * everything that the branch still holds. So its outcome is there by its deadline, even if its
 * thread is stuck. Safe for use by several threads.
 */
final class Branch {
    private final String command;
    private final BranchTarget target;
    private final AnswerForm form;
    private final Chain chain;
    private final CompletableFuture<BranchOutcome.Result> result = new CompletableFuture<>();
    private final long began = System.nanoTime();

    private Branch(String command, BranchTarget target, AnswerForm form, Chain chain) {
        this.command = command;
        this.target = target;
        this.form = form;
        this.chain = chain;
    }

    /**
     * Starts a branch on a virtual thread and returns at once.
     *
     * @param command the name of the command that branches
     * @param target the branch's number and model
     * @param request the request; its model is replaced by the branch's
     * @param form the form that the client requests
     * @param chain the chain on the branch's own exchange
     * @param deadline the longest time of the branch
     * @param onEnd receives the outcome once, on the thread that ends the branch; must not block
     */
    static void start(
            String command,
            BranchTarget target,
            ChatRequest request,
            AnswerForm form,
            Chain chain,
            Duration deadline,
            Consumer<BranchOutcome> onEnd) {
        Branch branch = new Branch(command, target, form, chain);
        Exchange exchange = chain.exchange();
        var _ =
                branch.result
                        .completeOnTimeout(
                                BranchOutcome.Lost.of(
                                        target,
                                        "no answer within " + BranchLimits.spelled(deadline)),
                                deadline.toMillis(),
                                TimeUnit.MILLISECONDS)
                        .thenAccept(
                                result -> {
                                    onEnd.accept(
                                            new BranchOutcome(target, branch.elapsed(), result));
                                    // Closing may block, and the timer's thread is shared by all.
                                    BranchThreads.ALL.start(
                                            branch.name() + "-end",
                                            exchange.cancellation()::cancel);
                                });
        var _ =
                exchange.cancellation()
                        .onCancel(() -> branch.result.complete(new BranchOutcome.Dropped()));
        BranchThreads.ALL.start(branch.name(), () -> branch.result.complete(branch.run(request)));
    }

    private String name() {
        return command + "-" + chain.exchange().id() + "-" + target.number();
    }

    /**
     * Runs the branch and returns its result. A failure after the cancellation comes from closing
     * what the branch holds, so it counts as dropped.
     */
    private BranchOutcome.Result run(ChatRequest request) {
        BranchOutcome.Result called = call(request);
        return called instanceof BranchOutcome.Lost && chain.exchange().cancellation().isCancelled()
                ? new BranchOutcome.Dropped()
                : called;
    }

    private BranchOutcome.Result call(ChatRequest request) {
        try (ChatReply reply = chain.proceed(request.withModel(target.model()));
                var _ = chain.exchange().cancellation().onCancel(reply::close)) {
            return BranchAnswer.of(AnswerBuffer.drain(reply, chain.exchange()::progress), form);
        } catch (UnusableAnswer unusable) {
            return BranchOutcome.Lost.of(target, unusable.why());
        } catch (FailureException e) {
            return BranchOutcome.Lost.of(e);
        } catch (RuntimeException | Error e) {
            return BranchOutcome.Lost.because(command, e.getClass().getSimpleName(), e);
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
