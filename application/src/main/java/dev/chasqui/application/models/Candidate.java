package dev.chasqui.application.models;

import dev.chasqui.application.port.Ability;
import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.derived.DerivedModel;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.model.ModelTraits;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A backend that has a model, and the model as it is listed.
 *
 * @param backend the backend
 * @param model the model as it is listed
 * @param knownAs the name by which the backend knows it; the listed one may be an alias
 * @param kinds the kinds of requests that it is known to answer, see {@link ModelInfo#kinds}
 * @param traits the limits that it is known to have, see {@link ModelInfo#traits}
 * @param derived the derived model that was asked for, whose base this is; empty if the model
 *     itself was
 */
public record Candidate(
        Backend backend,
        ModelInfo model,
        String knownAs,
        Set<ModelKind> kinds,
        ModelTraits traits,
        Optional<DerivedModel> derived) {

    /** Makes a candidate of a model as its backend lists it. */
    public Candidate(Backend backend, ModelInfo model) {
        this(backend, model, model.id(), model.kinds(), model.traits(), Optional.empty());
    }

    /** Returns the same model under another name. */
    Candidate as(String alias) {
        return new Candidate(backend, model.named(alias), knownAs, kinds, traits, derived);
    }

    /** Returns the same model as the base of a derived one. */
    Candidate asBaseOf(DerivedModel child) {
        return new Candidate(backend, model, knownAs, kinds, traits, Optional.of(child));
    }

    /** Returns the derived model, of which this is the base, as it is listed. */
    Candidate listedAs(DerivedModel child) {
        return new Candidate(
                backend,
                child.virtual()
                        ? model.named(child.listedName())
                        : model.derived(child.name(), child.created()),
                knownAs,
                kinds,
                traits,
                Optional.of(child));
    }

    /** Returns the present state of the model; empty if it is not known. */
    public Json.Obj state() {
        return backend.state(knownAs);
    }

    /**
     * Returns the name of the model for a request to the backend. If the backend's own name is the
     * client's name with a tag, the client's spelling stays: such a backend understands it and
     * echoes it.
     */
    public String named(String asked) {
        return model.id().equals(ModelName.withTag(asked)) ? asked : model.id();
    }

    /**
     * Returns true if the model may answer a request of one of these kinds: it is not known to be
     * unable to.
     */
    public boolean mayAnswer(ModelKind... some) {
        return kinds.isEmpty() || Arrays.stream(some).anyMatch(kinds::contains);
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
