/**
 * Folders of the server's machine that are kept the same as collections: what is new or changed in
 * them is added, what is gone from them is removed.
 */
@NullMarked
package dev.chasqui.plugins.rag.folders;

import org.jspecify.annotations.NullMarked;
