package dev.chasqui.adapters.dialects.server;

import dev.chasqui.application.port.ModelDescription;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.LoadedModel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The abilities of one server beside chats; by default it has none. All methods throw {@link
 * dev.chasqui.domain.failure.FailureException} if the server fails. Safe for use by several
 * threads.
 */
public interface ServerAbilities {

    /**
     * Checks that the server takes requests of this form.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendRefused} if not
     */
    default void requireForm(ChatRequest.Form form) {}

    /** See {@link dev.chasqui.application.port.TokenAbility#contextLength}. */
    default OptionalInt contextLength(String model) {
        return OptionalInt.empty();
    }

    /** Returns the choice of a context by requests; empty if the server fixes it. */
    default Optional<ContextChoice> contextChoice() {
        return Optional.empty();
    }

    /** See {@link dev.chasqui.application.port.TokenAbility#countTokens}. */
    default OptionalInt countTokens(String model, String text, Cancellation cancellation) {
        return OptionalInt.empty();
    }

    /** See {@link dev.chasqui.application.port.TokenAbility#countPrompt}. */
    default OptionalInt countPrompt(ChatRequest request, Cancellation cancellation) {
        return OptionalInt.empty();
    }

    /** See {@link dev.chasqui.application.port.LoadAbility#loaded}. */
    default List<LoadedModel> loaded() {
        return List.of();
    }

    /**
     * See {@link dev.chasqui.application.port.LoadAbility#load}; called if {@link
     * dev.chasqui.adapters.dialects.BackendCodec#load} is empty.
     */
    default void load(LoadRequest request, Cancellation cancellation) {}

    /** Returns true if the server has a {@link dev.chasqui.application.port.ManageAbility}. */
    default boolean managesModels() {
        return false;
    }

    /** See {@link dev.chasqui.application.port.DescribeAbility#describe}. */
    default Optional<ModelDescription> describe(String model, boolean verbose) {
        return Optional.empty();
    }
}
