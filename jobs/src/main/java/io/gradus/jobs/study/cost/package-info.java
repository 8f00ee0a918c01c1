/**
 * Estimates what the runs of a study would cost on given hardware: floating-point operations,
 * memory and hours, from settings and model shapes alone. Needs neither model nor data nor device.
 */
package io.gradus.jobs.study.cost;
