package dev.chasqui.application.models;

import dev.chasqui.application.port.Ability;
import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;

/**
 * A backend that has a model, and the model as it is listed.
 *
 * @param knownAs the name under which the backend knows it; the listed one may be an alias
 * @param mute whether it is known to answer no chats: see {@link ModelInfo#isMute}
 */
public record Candidate(Backend backend, ModelInfo model, String knownAs, boolean mute) {

    /** A model as its backend lists it. */
    public Candidate(Backend backend, ModelInfo model) {
        this(backend, model, model.id(), model.isMute());
    }

    /** The same model under another name. */
    Candidate as(String alias) {
        return new Candidate(backend, model.named(alias), knownAs, mute);
    }

    /** What there is to say of how the model is now; empty where that is not known. */
    public Json.Obj state() {
        return backend.state(knownAs);
    }

    /** Whether the backend has the ability. */
    public boolean can(Class<? extends Ability> type) {
        return backend.ability(type).isPresent();
    }

    /**
     * The backend's ability.
     *
     * @throws java.util.NoSuchElementException if it {@linkplain #can has} none
     */
    public <A extends Ability> A ability(Class<A> type) {
        return backend.ability(type).orElseThrow();
    }
}
