/**
 * Studies for other trainers: for each run of a grid a script and configuration, its problems in
 * the trainer's own layout, and the mapping file with which {@code curves import} reads back what
 * the trainer logs. What a trainer cannot do is refused by name or said in the file. Nothing is
 * trained here.
 */
package io.gradus.jobs.export;
