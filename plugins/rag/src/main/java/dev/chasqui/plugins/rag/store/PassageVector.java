package dev.chasqui.plugins.rag.store;

/**
 * A vector that was made for a passage.
 *
 * @param passage the passage
 * @param model the model that made it
 * @param vector the vector, of length 1
 */
record PassageVector(
        StoredVectors.Pending passage, VectorFields.Fingerprint model, float[] vector) {}
