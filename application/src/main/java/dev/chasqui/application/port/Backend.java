package dev.chasqui.application.port;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;

import java.util.List;
import java.util.Optional;

/**
 * An inference server, remote or built in: its name, its models, and the abilities that it has.
 * Safe for use by several threads.
 */
public interface Backend {

    /** Its name in the config, in logs and in messages. */
    String name();

    /** Where its data may go. */
    Zone zone();

    /**
     * Asks for the models that it offers now.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link Ability} says
     */
    List<ModelInfo> models();

    /** What there is to say of how a model is now; empty where that is not known. */
    default Json.Obj state(String model) {
        return Json.Obj.EMPTY;
    }

    /**
     * The ability of this type, if the backend has it.
     *
     * @param type such as {@code ChatAbility.class}
     */
    default <A extends Ability> Optional<A> ability(Class<A> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }
}
