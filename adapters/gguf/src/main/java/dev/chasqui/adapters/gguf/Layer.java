package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.size.ByteSize;

/**
 * One layer ("block") of a model.
 *
 * @param weights the bytes of its tensors
 * @param heads of attention; 0 where there is none
 * @param keyValueHeads heads of keys and values, fewer where several heads share one
 * @param keyLength numbers in a key of one head
 * @param valueLength numbers in a value of one head
 * @param windowed whether it looks back no farther than the sliding window
 * @param cachedKeys numbers that the cache keeps of one token's keys; 0 where none are kept
 * @param cachedValues the same of its values
 * @param state what a recurrent layer keeps of each slot, whatever the context
 */
public record Layer(
        ByteSize weights,
        int heads,
        int keyValueHeads,
        int keyLength,
        int valueLength,
        boolean windowed,
        int cachedKeys,
        int cachedValues,
        ByteSize state) {}
