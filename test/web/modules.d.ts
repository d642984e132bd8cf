declare module 'every-test';
