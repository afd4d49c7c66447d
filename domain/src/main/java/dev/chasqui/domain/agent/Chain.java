package dev.chasqui.domain.agent;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;
import java.util.OptionalInt;

/** The rest of the pipeline between an agent and the model. Safe for use by several threads. */
public interface Chain {

    /**
     * Sends the request on and returns the reply, which the caller must close or hand on.
     *
     * @throws dev.chasqui.domain.failure.FailureException if there is no reply
     */
    ChatReply proceed(ChatRequest request);

    /** Returns the exchange that this chain is part of. */
    Exchange exchange();

    /**
     * Returns the same chain for a branch of its exchange ({@link Exchange#branch}). Cancelling the
     * branch cancels what goes through the returned chain, also while {@link #proceed} waits, and
     * leaves the rest of the exchange alone.
     */
    Chain on(Exchange branch);

    /**
     * Returns the context length of a model in tokens (prompt and answer together), as it is loaded
     * or would be loaded now; empty if its backend does not report it.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code UnknownModel} if no backend
     *     has the model
     */
    OptionalInt contextLength(String model);

    /**
     * Returns the number of tokens of a text by the model's own tokenizer; empty if its backend
     * does not count tokens or does not answer. This is a call over the network: make one call for
     * much text rather than many calls for little text.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code UnknownModel} if no backend
     *     has the model
     */
    OptionalInt countTokens(String model, String text);

    /**
     * Returns the zone to which a request to a model may go: {@code OPEN} if any of the backends
     * that may answer it, also with another model in its place, is outside this network. After
     * {@code RESTRICTED} no request of the exchange to this model leaves the network.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code UnknownModel} if no backend
     *     has the model
     */
    default Zone zone(String model) {
        return Zone.OPEN;
    }

    /**
     * Keeps the exchange in this network: none of its requests goes to a backend outside from now
     * on. If the client names a session ({@code X-Chasqui-Session}), its later requests are kept
     * there, too, for the time that the config says.
     *
     * @param why the reason for the caller and the log, in short words without content, such as
     *     {@code /guard found personal data}
     * @throws dev.chasqui.domain.failure.FailureException with {@code Overloaded} if too many
     *     sessions are kept there already
     */
    default void keepInside(String why) {
        throw new UnsupportedOperationException("this chain keeps no exchange in the network");
    }

    /**
     * Returns true if the caller may use a collection of documents. An agent whose argument {@code
     * collection} is a list asks this of each collection that the command does not name; those that
     * a command of the caller names are checked before the agent is made.
     */
    default boolean mayUseCollection(String name) {
        return true;
    }

    /**
     * Returns the chains of the pipelines in the brackets of the agent's command, in order: each
     * goes through the agents of its pipeline, then through the rest of this chain. Empty if the
     * command has no brackets.
     */
    default List<Chain> branches() {
        return List.of();
    }

    /**
     * Returns the commands of a pipeline in brackets, as a user may write them, on one short line;
     * empty if this chain is none of {@link #branches} or if its pipeline has no commands. A chain
     * on another exchange has the same commands.
     */
    default String commands() {
        return "";
    }

    /**
     * Asks a model questions about an input, past the remaining agents, and returns the answers
     * with their probabilities. Each question is one chat whose answer is one token; they run
     * several at a time, and cancelling the exchange ends them. Does not count the tokens for the
     * exchange: the caller adds {@link Decision#usage} to its own reply.
     *
     * @throws dev.chasqui.domain.failure.FailureException if a question has no answer; with {@code
     *     BackendRefused} if no backend of the model tells log probabilities
     */
    default Decision decide(DecisionRequest request) {
        throw new UnsupportedOperationException("this chain asks no questions");
    }

    /**
     * Returns the commands of the agents between this one and the model, in order, each as a user
     * could write it. An agent that keeps replies must tell the replies of different agents apart.
     */
    default List<String> agents() {
        return List.of();
    }

    /**
     * Returns an identity of the model that a name stands for now: it changes if the name gets
     * another target, if the model gets other instructions, first messages or default settings, or
     * if other models may answer in its place. An agent that keeps replies must tell the replies of
     * different models apart. Empty if it is not known.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code UnknownModel} if no backend
     *     has the model
     */
    default String identity(String model) {
        return "";
    }

    /**
     * Returns the names of the agents without which the exchange has gone on up to now, since they
     * failed and may be skipped. An agent that keeps replies does not keep one of which an agent
     * had no part.
     */
    default List<String> skipped() {
        return List.of();
    }

    /**
     * Returns the names of the models that have answered up to now in place of others, since those
     * could not. An agent that keeps replies does not keep one of such an exchange: the next
     * request may get the model that it asks for.
     */
    default List<String> standIns() {
        return List.of();
    }
}
