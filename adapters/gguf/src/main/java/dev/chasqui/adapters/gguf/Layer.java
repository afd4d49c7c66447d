package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.size.ByteSize;

/**
 * One layer ("block") of a model.
 *
 * @param weights the bytes of its tensors
 * @param windowed whether it looks back no farther than the sliding window
 * @param cachedKeys numbers that the cache keeps of one token's keys; 0 where none are kept
 * @param cachedValues the same of its values
 * @param state what a recurrent layer keeps of each slot, whatever the context
 */
public record Layer(
        ByteSize weights, boolean windowed, int cachedKeys, int cachedValues, ByteSize state) {}
