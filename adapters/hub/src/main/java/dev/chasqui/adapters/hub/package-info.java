/**
 * Models of the Hugging Face hub: {@link dev.chasqui.adapters.hub.Hub} downloads the files of a
 * model to this machine and keeps them.
 *
 * <p>The cache has the place and the layout that the hub's own tools and llama.cpp use, so that
 * each of them finds the files that another has downloaded:
 *
 * <pre>
 * models--ORG--REPO/refs/main               the revision that was last complete
 * models--ORG--REPO/blobs/CHECKSUM          a file; CHECKSUM.part during the download
 * models--ORG--REPO/snapshots/REVISION/...  links to the files, by name
 * models--ORG--REPO/chasqui/REVISION        ours: the hub's list of files, once files have matched it
 * .locks/models--ORG--REPO/CHECKSUM.chasqui ours: locked during the download of a file, or its deletion
 * </pre>
 *
 * <p>A file gets its name among the blobs only when its size and checksum are right, so an existing
 * one is complete. Data from the network is not trusted: names are checked before they become
 * paths, and only the hub receives the token.
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
