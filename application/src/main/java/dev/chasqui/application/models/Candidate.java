package dev.chasqui.application.models;

import dev.chasqui.application.port.Ability;
import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;

/**
 * A backend that has a model, and the model as it is listed.
 *
 * @param backend the backend
 * @param model the model as it is listed
 * @param knownAs the name by which the backend knows it; the listed one may be an alias
 * @param mute true if it is known that it cannot chat: see {@link ModelInfo#isMute}
 */
public record Candidate(Backend backend, ModelInfo model, String knownAs, boolean mute) {

    /** Makes a candidate of a model as its backend lists it. */
    public Candidate(Backend backend, ModelInfo model) {
        this(backend, model, model.id(), model.isMute());
    }

    /** Returns the same model under another name. */
    Candidate as(String alias) {
        return new Candidate(backend, model.named(alias), knownAs, mute);
    }

    /** Returns the present state of the model; empty if it is not known. */
    public Json.Obj state() {
        return backend.state(knownAs);
    }

    /** Returns true if the backend has the ability. */
    public boolean can(Class<? extends Ability> type) {
        return backend.ability(type).isPresent();
    }

    /**
     * Returns the backend's ability.
     *
     * @throws java.util.NoSuchElementException if the backend does not have it, see {@link #can}
     */
    public <A extends Ability> A ability(Class<A> type) {
        return backend.ability(type).orElseThrow();
    }
}
