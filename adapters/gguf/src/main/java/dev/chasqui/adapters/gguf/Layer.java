package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.size.ByteSize;

/**
 * One layer ("block") of a model.
 *
 * @param weights the size of its tensors
 * @param windowed true if it looks back no farther than the sliding window
 * @param cachedKeys the count of numbers that the cache keeps of one token's keys; 0 if it keeps
 *     none
 * @param cachedValues the same count for the token's values
 * @param state the state that a recurrent layer keeps for each slot, independent of the context
 */
public record Layer(
        ByteSize weights, boolean windowed, int cachedKeys, int cachedValues, ByteSize state) {}
