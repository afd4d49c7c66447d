/**
 * {@code /guard}: replaces personal data and secrets in requests that leave the network by
 * placeholders, restores them in the reply, and finds prompt injections in passages and tool
 * results.
 *
 * <p>{@code GuardAgent} is the order of the steps. {@code SensitiveText} finds data by several
 * {@code Finder}s, {@code Placeholders} numbers the values of one exchange, {@code RequestTexts}
 * leads an edit through all texts of a request, and {@code RestoredReply} puts the values back.
 * {@code Injections} knows the patterns of injections. Every search takes a bounded number of steps
 * for each character, so that no text can hold up the server.
 */
@NullMarked
package dev.chasqui.plugins.guard;

import org.jspecify.annotations.NullMarked;
