package dev.chasqui.application.port;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;

import java.util.List;
import java.util.Optional;

/**
 * An inference server, remote or built in: its name, its models and its abilities. Safe for use by
 * several threads.
 */
public interface Backend {

    /** Returns the name in the config, in logs and in messages. */
    String name();

    /** Returns the address of its server; empty text if it has none, as a built-in one. */
    default String address() {
        return "";
    }

    /**
     * Returns the program or service behind it, such as {@code llama.cpp} or {@code vllm}; empty if
     * that is not known.
     */
    default Optional<String> type() {
        return Optional.empty();
    }

    /** Returns the zone where its data may go. */
    Zone zone();

    /**
     * Asks for the models that it offers now.
     *
     * @throws dev.chasqui.domain.failure.FailureException if it does not answer, as listed at
     *     {@link Ability}
     */
    List<ModelInfo> models();

    /** Returns the present state of a model, for the API; empty if it is not known. */
    default Json.Obj state(String model) {
        return Json.Obj.EMPTY;
    }

    /**
     * Returns the ability of this type; empty if the backend does not have it.
     *
     * @param type a type such as {@code ChatAbility.class}
     */
    default <A extends Ability> Optional<A> ability(Class<A> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }
}
