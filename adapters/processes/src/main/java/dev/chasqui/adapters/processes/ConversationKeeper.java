package dev.chasqui.adapters.processes;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The keeper of the conversations that a model's server knows: it takes them along from one run to
 * the next, so that a conversation goes on where it was.
 *
 * <p>None of it may fail: what cannot be taken along is left, with a line in the model's log.
 */
public interface ConversationKeeper {

    /**
     * How long {@link #afterReady} and {@link #beforeStop} take at most, each of them; whoever
     * takes longer is interrupted and not waited for.
     */
    Duration patience();

    /**
     * The server answers, and nobody has asked it anything yet.
     *
     * @return whether it got something back, so that {@link #firstReply} is to be told
     */
    boolean afterReady(Server server) throws InterruptedException;

    /**
     * How many tokens of the first prompt after that the server did not have to read, because it
     * knew them. Told once, by whichever reply says it first; may come at any time or never.
     */
    void firstReply(long cachedTokens, Server server);

    /** The server is about to be ended, and is asked nothing more by us. */
    void beforeStop(Server server) throws InterruptedException;

    /**
     * A server that is up.
     *
     * @param port on which it listens
     * @param key for which it asks
     * @param log takes lines for the log of its model
     */
    record Server(int port, String key, Consumer<String> log) {
        /** Without the key. */
        @Override
        public String toString() {
            return "Server[" + port + "]";
        }
    }
}
