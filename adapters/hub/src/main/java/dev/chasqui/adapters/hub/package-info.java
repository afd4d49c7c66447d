/**
 * Models of the Hugging Face hub: {@link dev.chasqui.adapters.hub.Hub} brings the files of a model
 * to this machine and keeps them.
 *
 * <p>They are kept where and as the hub's own tools and llama.cpp keep them, so that what one has
 * brought, the others need not bring again:
 *
 * <pre>
 * models--ORG--REPO/refs/main               the revision that was last complete
 * models--ORG--REPO/blobs/CHECKSUM          a file; CHECKSUM.part while it comes
 * models--ORG--REPO/snapshots/REVISION/...  links to the files, by name
 * models--ORG--REPO/chasqui/REVISION        ours: the files that the hub listed, and that came true
 * .locks/models--ORG--REPO/CHECKSUM.chasqui ours: held while a file comes
 * </pre>
 *
 * <p>A file gets its name among the blobs only when its size and checksum are right, so one that is
 * there is complete. What comes from the network is not believed: names are checked before they
 * become paths, and the token goes to the hub alone.
 *
 * <pre>{@code
 * try (Hub hub = new Hub(HubSettings.fromEnvironment(System.getenv()))) {
 *     List<Path> files =
 *             hub.fetch(
 *                     HubModel.parse("ggml-org/gemma-3-1b-it-GGUF:Q4_K_M"),
 *                     System.out::println,
 *                     new Cancellation());
 * }
 * }</pre>
 */
@NullMarked
package dev.chasqui.adapters.hub;

import org.jspecify.annotations.NullMarked;
