package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Step;
import dev.chasqui.application.bulkhead.AgentRun;
import dev.chasqui.application.bulkhead.Bulkhead;
import dev.chasqui.application.bulkhead.RunFacts;
import dev.chasqui.application.port.exchange.AgentReport.Outcome;
import dev.chasqui.domain.failure.FailureException;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The closers of an untrusted agent for which nobody waits. Each runs under a watch of its own: one
 * that does not end in time is interrupted, then left behind. Safe for use by several threads.
 *
 * @param step the agent
 * @param bulkhead the bulkhead of the agent
 * @param hold the things that the guards of the exchange share
 * @param lanes the threads of the exchange
 */
record AgentClosing(Step step, Bulkhead bulkhead, ExchangeHold hold, AgentLanes lanes) {

    /**
     * Runs a closer on a thread of its own. Never waits. Does nothing if no thread of the exchange
     * is left, since the agent's code may be unloaded then.
     */
    void start(Runnable closer) {
        try {
            lanes.start(() -> run(closer));
        } catch (FailureException over) {
            // The exchange, or the server, has ended meanwhile.
        }
    }

    /** Runs a closer on the present thread, which may be left behind; keeps all that it throws. */
    void run(Runnable closer) {
        new Watched().run(closer);
    }

    private final class Watched implements AgentRun.Owner {
        private final AtomicBoolean leftBehind = new AtomicBoolean();
        private final AgentRun run =
                AgentRun.begin(
                        new RunFacts(step.name(), System.nanoTime()),
                        bulkhead.passForClosing(),
                        bulkhead.limits(),
                        hold.bulkheads().sweeper(),
                        this);

        void run(Runnable closer) {
            run.closing();
            try {
                closer.run();
            } catch (Throwable e) {
                // It is an agent's closer, and of no more use.
            } finally {
                run.closed();
                cameBack();
                run.end(Outcome.CANCELLED, Optional.empty());
                var _ = Thread.interrupted();
            }
        }

        @Override
        public boolean leaves() {
            return true;
        }

        @Override
        public void overdue() {
            // It is a closer already: there is nothing more to close.
        }

        @Override
        public void stuck(Thread thread) {
            LeftThread.report(step, thread);
            leftBehind.set(true);
            lanes.leftBehind();
            bulkhead.leftBehind(step.code());
            if (run.isBack()) {
                cameBack();
            }
        }

        private void cameBack() {
            if (leftBehind.getAndSet(false)) {
                bulkhead.cameBack();
            }
        }
    }
}
