/**
 * The store of plug-ins: a file for each value, which is written beside the old one and renamed, so
 * that a crash leaves the old value or the new one. {@link
 * dev.chasqui.adapters.services.store.StoreFiles} holds the keys and sizes in memory.
 */
@NullMarked
package dev.chasqui.adapters.services.store;

import org.jspecify.annotations.NullMarked;
