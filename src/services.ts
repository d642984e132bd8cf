/** One analyzer service for each model that is asked for, made on first use. */
import type { Config } from './config';
import type { AnalyzerService } from './model/types';

export class ServicePool {
  private readonly services = new Map<string, AnalyzerService>();
  private outdated = false;

  /** @param create starts nothing heavy by itself; called again for a model once its service was dropped */
  constructor(private readonly create: (config: Config) => AnalyzerService) {}

  /** The service of the settings' model, or of another one with the same settings otherwise. */
  of(config: Config, model = config.model): AnalyzerService {
    if (this.outdated) this.dispose();
    const service = this.services.get(model) ?? this.create({ ...config, model });
    this.services.set(model, service);
    return service;
  }

  /** Ends a service that failed: the next request for its model starts another. */
  drop(service: AnalyzerService): void {
    for (const [model, one] of this.services) if (one === service) this.services.delete(model);
    service.dispose();
  }

  /** The settings were changed: the next request starts other services, and work under way goes on until then. */
  renew(): void {
    this.outdated = true;
  }

  dispose(): void {
    this.outdated = false;
    for (const service of this.services.values()) service.dispose();
    this.services.clear();
  }
}
