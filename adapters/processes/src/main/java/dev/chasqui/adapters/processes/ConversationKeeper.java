package dev.chasqui.adapters.processes;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The keeper of the conversations in the memory of a model's server: it carries them from one run
 * to the next, so that a conversation continues without processing its prompt again.
 *
 * <p>No method may fail: a conversation that cannot be kept is dropped, with a line in the model's
 * log.
 */
public interface ConversationKeeper {

    /**
     * Returns the timeout of {@link #afterReady} and {@link #beforeStop}, for each of them. A call
     * that takes longer is interrupted and not waited for.
     */
    Duration patience();

    /**
     * Restores conversations. It is called when the server answers, before its first request.
     *
     * @return true if something was restored, so that {@link #firstReply} is to be called
     * @throws InterruptedException if the timeout has passed
     */
    boolean afterReady(RunningServer server) throws InterruptedException;

    /**
     * Takes the number of tokens in the first prompt after the restore that the server had in its
     * cache. It is called once, with the first reply that reports the number; this may be at any
     * time or never.
     */
    void firstReply(long cachedTokens, RunningServer server);

    /**
     * Saves conversations. It is called before the server is ended, after our last request to it.
     *
     * @throws InterruptedException if the timeout has passed
     */
    void beforeStop(RunningServer server) throws InterruptedException;

    /**
     * A running server.
     *
     * @param port the port on which it listens
     * @param key the key that it requires
     * @param log takes lines for the log of its model
     */
    record RunningServer(int port, String key, Consumer<String> log) {
        /** Returns a text without the key. */
        @Override
        public String toString() {
            return "RunningServer[" + port + "]";
        }
    }
}
