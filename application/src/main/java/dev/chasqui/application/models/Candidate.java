package dev.chasqui.application.models;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.model.ModelInfo;

/** A backend that has a model, and the model as that backend lists it. */
public record Candidate(Backend backend, ModelInfo model) {}
