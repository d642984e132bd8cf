/** One analyzer service for each model that is asked for, made on first use. */
import type { Config } from './config';
import type { AnalyzerService } from './model/types';

export class ServicePool {
  private readonly services = new Map<string, AnalyzerService>();
  /** Asked for nothing new any longer; what others asked them for is still answered. */
  private readonly retired = new Set<AnalyzerService>();
  private outdated = false;

  /** @param create starts nothing heavy by itself; called again for a model once its service was dropped */
  constructor(private readonly create: (config: Config) => AnalyzerService) {}

  /** The service of the settings' model, or of another one with the same settings otherwise. */
  of(config: Config, model = config.model): AnalyzerService {
    if (this.outdated) this.retireAll();
    const service = this.services.get(model) ?? this.create({ ...config, model });
    this.services.set(model, service);
    return service;
  }

  /**
   * Takes a service that failed out of use: the next request for its model starts another. Several features may be
   * waiting for this one, and what failed may have been the fault of one request: it ends once all are answered.
   */
  drop(service: AnalyzerService): void {
    for (const [model, one] of this.services) if (one === service) this.services.delete(model);
    this.retire(service);
  }

  /** The settings were changed: the next request starts other services, and work under way is still answered. */
  renew(): void {
    this.outdated = true;
  }

  dispose(): void {
    for (const service of [...this.services.values(), ...this.retired]) service.dispose();
    this.services.clear();
    this.retired.clear();
  }

  private retireAll(): void {
    this.outdated = false;
    for (const service of this.services.values()) this.retire(service);
    this.services.clear();
  }

  private retire(service: AnalyzerService): void {
    this.retired.add(service);
    service.retire();
  }
}
